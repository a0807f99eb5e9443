//! Every public operation shows how it is used, in an example that runs.

use super::source::rust_files;
use super::tokens::{Token, at, tokens};
use super::{assert_clean, assert_found};

/// The faces whose operations need an example.
const FACES: &[&str] = &["Workspace", "Actor", "Batch", "Operator", "Visitor", "AccessIndex"];

/// A public function of a face.
#[derive(Debug, PartialEq, Eq)]
struct Operation {
    face: String,
    name: String,
    line: usize,
}

/// The asynchronous functions and the constructors that a file gives to the faces.
fn operations(text: &str) -> Vec<Operation> {
    let tokens = tokens(text);
    let (mut found, mut face, mut depth) = (Vec::new(), None::<String>, 0_usize);
    for (place, token) in tokens.iter().enumerate() {
        if depth == 0 && token.is("impl") {
            face = face_of(&tokens[place..]);
        }
        if depth == 1 && token.is("pub") {
            let after = &tokens[place + 1..];
            let is_async = at(after, 0, &["async", "fn"]);
            let function = if is_async { &after[1..] } else { after };
            let is_operation = is_async || (at(function, 0, &["fn"]) && is_constructor(function));
            if let (true, Some(face), Some(name)) = (is_operation, &face, function.get(1)) {
                found.push(Operation { face: face.clone(), name: name.text.clone(), line: token.line });
            }
        }
        depth += usize::from(token.is("{"));
        depth = depth.saturating_sub(usize::from(token.is("}")));
    }
    found
}

/// The face that an inherent `impl` belongs to: its last word before the brace that no angle encloses.
fn face_of(tokens: &[Token]) -> Option<String> {
    let head: Vec<&Token> = tokens.iter().take_while(|token| !token.is("{") && !token.is("where")).collect();
    if head.iter().any(|token| token.is("for")) {
        return None;
    }
    head.iter().map(|token| &token.text).find(|word| FACES.contains(&word.as_str())).cloned()
}

/// Whether a function, from its `fn` on, takes no `self` or gives a face.
fn is_constructor(function: &[Token]) -> bool {
    let head: Vec<&Token> = function.iter().take_while(|token| !token.is("{")).collect();
    let words = |token: &&&Token| token.is("self") || token.is(")");
    let takes_self = head.iter().find(words).is_some_and(|token| token.is("self"));
    let gives = head.iter().skip_while(|token| !token.is(">")).skip(1);
    !takes_self || gives.into_iter().any(|token| token.is("Self") || FACES.iter().any(|face| token.is(face)))
}

/// The lines of documentation above a line, without their marks.
fn documentation(lines: &[&str], line: usize) -> Vec<String> {
    let above = lines[..line - 1].iter().rev().map(|line| line.trim());
    let belongs = |line: &&str| {
        line.starts_with("///")
            || !(line.is_empty() || line.ends_with('}') || line.ends_with(';') || line.ends_with('{'))
    };
    let mut found: Vec<String> = above
        .take_while(belongs)
        .filter_map(|line| line.strip_prefix("///"))
        .map(|line| line.trim().to_owned())
        .collect();
    found.reverse();
    found
}

/// Whether documentation holds a block of Rust that is compiled and run.
fn has_example(documentation: &[String]) -> bool {
    let fences = documentation.iter().filter_map(|line| line.strip_prefix("```"));
    fences.step_by(2).any(|info| info.split(',').all(|word| matches!(word.trim(), "" | "rust" | "edition2024")))
}

fn without_example(path: &str, text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().collect();
    let bare = operations(text).into_iter().filter(|operation| !has_example(&documentation(&lines, operation.line)));
    bare.map(|operation| format!("{path}:{}: `{}::{}`", operation.line, operation.face, operation.name)).collect()
}

#[test]
fn every_operation_has_an_example_that_runs() {
    let files = rust_files("core/src/app");
    let n_operations: usize = files.iter().map(|(_, text)| operations(text).len()).sum();
    assert!(n_operations > 20, "only {n_operations} operations were found in core/src/app");
    let found: Vec<_> = files.iter().flat_map(|(path, text)| without_example(path, text)).collect();
    assert_clean(&found);
}

const SAMPLE: &str = r#"
impl Workspace {
    /// Opens.
    ///
    /// ```
    /// use cowrite::Workspace;
    /// ```
    #[must_use]
    pub async fn open(path: &str) -> Self { if a { b } }

    /// Makes one in memory, without showing how.
    pub fn in_memory() -> Self { Self }

    /// Acts, without showing how.
    pub fn acting_as(&self, person: PersonId) -> Actor { Actor }

    /// A look that needs no example.
    pub fn is_open(&self) -> bool { true }

    /// ```no_run
    /// run();
    /// ```
    pub async fn close(self) {}
}
impl<'a> Actor<'a> {
    /// ```text
    /// a table
    /// ```
    ///
    /// ```rust
    /// run();
    /// ```
    pub async fn track(
        &self,
    ) {}

    #[expect(clippy::x, reason = "y")]
    pub async fn revoke(&self) {}

    async fn hidden(&self) {}
    pub(crate) async fn inner(&self) {}
}
impl Drop for Actor<'_> { fn drop(&mut self) {} }
impl Other { pub async fn bare(&self) {} }
"#;

#[test]
fn an_operation_without_an_example_is_found() {
    assert_eq!(operations(SAMPLE).len(), 6);
    let bare = ["`Workspace::in_memory`", "`Workspace::acting_as`", "`Workspace::close`", "`Actor::revoke`"];
    assert_found(&without_example("app.rs", SAMPLE), &bare);
}
