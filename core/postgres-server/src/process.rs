use std::process::{Child, Command};

use rustix::process::{Pid, Signal, kill_process};

use crate::Error;
use crate::wait::until;

/// Sends a signal; a process that has ended takes none.
pub(crate) fn signal(process: u32, signal: Signal) {
    if let Some(pid) = i32::try_from(process).ok().and_then(Pid::from_raw) {
        let _ = kill_process(pid, signal);
    }
}

/// Ends a process by the first signal that it heeds in time.
pub(crate) fn end(child: &mut Child, signals: &[(Signal, std::time::Duration)]) -> Result<(), Error> {
    let mut ended = Ok(());
    for (name, limit) in signals {
        signal(child.id(), *name);
        ended = until("the end of the server", *limit, || {
            let status = child.try_wait().map_err(Error::system("cannot wait for the server"))?;
            Ok(status.map(|_| ()))
        });
        if ended.is_ok() {
            break;
        }
    }
    ended
}

/// The children of a process.
pub(crate) fn children(parent: u32) -> Result<Vec<u32>, Error> {
    let by_kernel = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    let found: Vec<(u32, u32)> = by_kernel
        .filter_map(|entry| {
            let process = entry.file_name().to_string_lossy().parse().ok()?;
            let stat = std::fs::read_to_string(entry.path().join("stat")).ok()?;
            // The name, in parentheses, may hold anything; after it come the state and the parent.
            let after = stat.rsplit(')').next()?;
            Some((process, after.split_whitespace().nth(1)?.parse().ok()?))
        })
        .collect();
    let found = if found.is_empty() { by_ps()? } else { found };
    Ok(found.into_iter().filter(|(_, of)| *of == parent).map(|(process, _)| process).collect())
}

/// The same where there is no `/proc`.
fn by_ps() -> Result<Vec<(u32, u32)>, Error> {
    let output = Command::new("ps").args(["-A", "-o", "pid=,ppid="]).output();
    let output = output.map_err(Error::system("cannot run ps"))?;
    let printed = String::from_utf8_lossy(&output.stdout);
    let pair = |line: &str| {
        let mut words = line.split_whitespace().map(str::parse);
        Some((words.next()?.ok()?, words.next()?.ok()?))
    };
    Ok(printed.lines().filter_map(pair).collect())
}

#[test]
fn a_child_is_found_with_proc_and_without() {
    let mut child = Command::new("sleep").arg("60").spawn().unwrap();
    let by_kernel = children(std::process::id()).unwrap();
    let by_ps = by_ps();
    let second = std::time::Duration::from_secs(60);
    end(&mut child, &[(Signal::TERM, second)]).unwrap();
    assert!(by_kernel.contains(&child.id()), "{by_kernel:?}");
    // Not every machine has `ps`; those without `/proc` do.
    if let Ok(pairs) = by_ps {
        assert!(pairs.contains(&(child.id(), std::process::id())), "{pairs:?}");
    }
    assert!(!children(std::process::id()).unwrap().contains(&child.id()));
}
