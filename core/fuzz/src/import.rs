//! Files that a workspace is filled from, whose last line fits whatever the lines before it have become.

use std::fs;

use cowrite::{Error, Workspace};
use pollster::block_on;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tempfile::TempDir;

use crate::Target;
use crate::calls::House;

#[derive(Debug)]
pub(crate) struct Import {
    folder: TempDir,
    exported: Vec<u8>,
}

impl Import {
    pub(crate) fn new() -> Self {
        Self { folder: TempDir::new().unwrap(), exported: House::new().exported() }
    }
}

/// Makes the last line say what the lines before it are.
fn signed(input: &[u8]) -> Vec<u8> {
    let mut lines: Vec<&[u8]> = input.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).collect();
    let is_end = |line: &&[u8]| serde_json::from_slice::<Value>(line).is_ok_and(|line| line.get("end").is_some());
    if !lines.last().is_some_and(is_end) {
        return input.to_vec();
    }
    lines.pop();
    let mut signed: Vec<u8> = lines.iter().flat_map(|line| [line, b"\n".as_slice()].concat()).collect();
    let sha256: String = Sha256::digest(&signed).iter().map(|byte| format!("{byte:02x}")).collect();
    let end = json!({ "end": { "pieces": lines.len().saturating_sub(1), "sha256": sha256 } });
    signed.extend(end.to_string().bytes());
    signed
}

impl Target for Import {
    fn name(&self) -> &'static str {
        "import"
    }

    fn seeds(&self) -> Vec<Vec<u8>> {
        vec![self.exported.clone()]
    }

    fn give(&self, input: &[u8]) -> Result<(), String> {
        let path = self.folder.path().join("spoiled.jsonl");
        fs::write(&path, signed(input)).unwrap();
        let workspace = Workspace::in_memory().unwrap();
        match block_on(workspace.import_from(&path)) {
            Err(Error::Storage { .. } | Error::SchemaTooNew { .. }) => match block_on(workspace.revision()) {
                Ok(0) => Ok(()),
                other => Err(format!("refused, and something is there: {other:?}")),
            },
            Err(other) => Err(format!("refused with {}", other.code())),
            // What was taken in may break rules, which is what `verify` is for; nobody who asks after that may break it.
            Ok(()) => {
                block_on(workspace.verify()).map_err(|error| format!("cannot be verified: {error}"))?;
                House::look_around(&workspace);
                Ok(())
            }
        }
    }
}
