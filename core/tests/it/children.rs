//! Processes of a test's own: this binary starts itself again to be the others.

use std::io::{BufRead, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// What a process that this one started is to do, the file for its answer first; none in the process that the test runner started.
#[expect(clippy::disallowed_methods, reason = "how a test tells the processes that it starts what to do")]
pub(crate) fn task() -> Option<Vec<String>> {
    let task = std::env::var("COWRITE_CONTENDER").ok()?;
    std::io::stdin().lock().read_line(&mut String::new()).unwrap();
    Some(task.split('|').map(str::to_owned).collect())
}

/// Runs a test, named in full, in processes of its own, all at once, and returns what each wrote into its file.
pub(crate) fn in_processes(test: &str, folder: &Path, tasks: &[Vec<String>]) -> Vec<String> {
    let answer = |number: usize| folder.join(format!("answer-{number}"));
    let start = |(number, task): (usize, &Vec<String>)| -> Child {
        let task = [vec![answer(number).to_str().unwrap().to_owned()], task.clone()].concat();
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--exact", test]).env("COWRITE_CONTENDER", task.join("|"));
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    };
    let mut children: Vec<Child> = tasks.iter().enumerate().map(start).collect();
    for child in &mut children {
        child.stdin.take().unwrap().write_all(b"\n").unwrap();
    }
    let outputs: Vec<_> = children.into_iter().map(|child| child.wait_with_output().unwrap()).collect();
    for output in outputs {
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(
            output.status.success() && said.contains("1 passed"),
            "{said}{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
    (0..tasks.len()).map(|number| std::fs::read_to_string(answer(number)).unwrap()).collect()
}
