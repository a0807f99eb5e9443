//! Names as they are kept, and as they are asked for.

use super::Found;
use super::bench::{Bench, at, name, refused, same, well};
use crate::ports::files::{ByteRange, FileStore, FilesError, Loc, Mode, Put, Whole};

const NAMES: &[&str] = &[
    "mix.wav",
    "Mix (final FINAL) #3 & more, 100%.wav",
    "🎵 take.wav",
    "👩‍🎤.wav",
    "ナイト.aif",
    "नमस्ते.wav",
    "É.wav",
    ".hidden",
    "no extension",
    "%2e%2e",
    "-rf",
    "~",
    "a..b",
    "$HOME.wav",
    "it's; rm.wav",
    "COM10",
];

pub(super) async fn every_good_name_is_kept<S: FileStore>(bench: Bench<'_, S>) -> Found {
    bench.make_dir("track").await?;
    let longest = "é".repeat(127);
    let names: Vec<&str> = NAMES.iter().copied().chain([longest.as_str()]).collect();
    for file in &names {
        let made = bench.put("track", file, *file).await?;
        same("its name", &made.name(), file)?;
    }
    let mut expected: Vec<String> = names.iter().map(|file| (*file).to_owned()).collect();
    expected.sort();
    same("what is listed", &bench.paths("track").await?, &expected)?;
    for file in &names {
        let place = at(&format!("track/{file}"))?;
        same(file, &bench.read(&place, ByteRange::All).await, &Ok(file.as_bytes().to_vec()))?;
    }
    Ok(())
}

pub(super) async fn spellings_are_one_file<S: FileStore>(bench: Bench<'_, S>) -> Found {
    bench.make_dir("Straße").await?;
    let made = bench.put("Straße", "E\u{301}tude.WAV", "1").await?;
    for (folder, file) in [("STRASSE", "étude.wav"), ("straße", "e\u{301}TUDE.wav"), ("Straße", "ÉTUDE.wav")] {
        same("found", &bench.stat(&at(&format!("{folder}/{file}"))?).await?.id, &made.id)?;
        let put = Put::new(at(folder)?, name(file)?);
        let added = bench.store.put(bench.by, put.clone(), Whole::boxed("2")).await;
        refused("added beside it", added, &FilesError::Conflict)?;
        let over = bench.store.put(bench.by, put.mode(Mode::Overwrite), Whole::boxed(file)).await;
        let over = well("overwrite", over)?;
        same("overwritten", &(&over.id, &over.path), &(&made.id, &made.path))?;
    }
    same("what is there", &bench.paths("Straße").await?, &vec!["Étude.WAV".to_owned()])?;
    bench.delete("strasse/étude.wav").await?;
    same("what is left", &bench.paths("").await?, &vec!["Straße".to_owned()])
}

pub(super) async fn a_name_is_spelled_anew<S: FileStore>(bench: Bench<'_, S>) -> Found {
    let made = bench.put("", "mix.wav", "mix").await?;
    for spelling in ["MIX.wav", "Mix.wav", "Mix.wav"] {
        let moved = bench.store.move_to(bench.by, &at("mix.wav")?, &Loc::root(), &name(spelling)?).await;
        let moved = well("move_to", moved)?;
        same("the file", &(&moved.id, moved.name()), &(&made.id, spelling))?;
        same("what is there", &bench.paths("").await?, &vec![spelling.to_owned()])?;
    }
    Ok(())
}
