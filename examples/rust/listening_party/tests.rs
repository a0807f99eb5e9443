use super::archive::{packed, session, unpacked};
use super::listening::{Header, header, is_audible};
use super::party::{STEMS, TITLE, music};
use super::run;
use super::sound::wav;
use super::teller::Teller;
use cowrite::FileKind;

#[test]
fn a_wav_says_what_it_is_and_can_be_heard() {
    let file = wav(&[220, 440]).unwrap();
    let said = header(&file[..44]).unwrap();
    assert_eq!(said, Header { channels: 1, bits: 16, rate: 44_100, length_ms: 500 });
    assert_eq!(file.len(), 44 + 22_050 * 2);
    assert!(is_audible(&file).unwrap());
    assert!(!is_audible(&wav(&[0]).unwrap()).unwrap(), "of no pitch there is silence");
    assert!(is_audible(&file[..1_000]).is_err(), "the rest is missing");
    assert!(header(b"RIFF").is_err());
}

#[test]
fn a_note_has_its_pitch() {
    let file = wav(&[440]).unwrap();
    let samples: Vec<i16> = hound::WavReader::new(file.as_slice()).unwrap().samples().map(Result::unwrap).collect();
    let rises = samples.windows(2).filter(|pair| pair[0] < 0 && pair[1] >= 0).count();
    assert!((108..=110).contains(&rises), "{rises} turns in a quarter of a second are not 440 in one");
}

#[test]
fn an_archive_goes_round_and_damage_is_found() {
    let files = [("Kick.wav", wav(&[55]).unwrap()), ("Bass.wav", wav(&[110]).unwrap())];
    let archive = packed(&files).unwrap();
    assert_eq!(archive, packed(&files).unwrap(), "the same whenever it is made");
    assert!(archive.len() < files.iter().map(|(_, content)| content.len()).sum(), "it is deflated");
    let inside = unpacked(&archive).unwrap();
    assert!(
        inside
            .iter()
            .map(|(name, content)| (name.as_str(), content))
            .eq(files.iter().map(|(name, content)| (*name, content)))
    );
    let mut damaged = archive.clone();
    let middle = damaged.len() / 2;
    damaged[middle] ^= 0xff;
    assert!(unpacked(&damaged).is_err());
}

#[test]
fn a_session_is_what_music_programs_open() {
    let inside = unpacked(&session(TITLE, &["Kick", "Bass"]).unwrap()).unwrap();
    let names: Vec<&str> = inside.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["project.xml", "metadata.xml"], "what DAWproject asks for");
    let project = String::from_utf8(inside[0].1.clone()).unwrap();
    assert_eq!(project.matches("<Track ").count(), 2);
    assert!(project.contains("name=\"Kick\""));
}

#[test]
fn the_music_is_real() {
    for piece in music().unwrap() {
        match piece.kind {
            FileKind::Bounce | FileKind::Vocal => assert!(is_audible(&piece.content).unwrap(), "{}", piece.name),
            _ => assert_eq!(unpacked(&piece.content).unwrap().len(), 2, "{}", piece.name),
        }
    }
}

#[test]
fn what_does_not_hold_ends_the_story() {
    let mut out = Vec::new();
    let mut teller = Teller::new(&mut out);
    teller.say(true, "the sun shines").unwrap();
    assert_eq!(teller.say(false, "it rains").unwrap_err().to_string(), "this does not hold: it rains");
    let refused = || Err::<(), _>(cowrite::Error::LinkUnavailable);
    teller.refused("a key", refused(), "link_unavailable").unwrap();
    teller.refused("a key", refused(), "not_found").unwrap_err();
    teller.refused("a key", Ok(()), "link_unavailable").unwrap_err();
    assert_eq!(String::from_utf8(out).unwrap(), "the sun shines\na key: link_unavailable\n");
}

#[test]
fn the_whole_story_is_told_the_same_twice_and_never_over_what_is_there() {
    let folder = tempfile::tempdir().unwrap();
    let told = |name: &str| {
        let mut out = Vec::new();
        run(&[folder.path().join(name).into_os_string()], &mut out).unwrap();
        String::from_utf8(out).unwrap()
    };
    let first = told("one");
    for expected in [
        "“Midnight Sessions.dawproject”, which is listed: download_not_allowed",
        "A secret that somebody has made up: link_unavailable",
        "Another with one more: playlist_too_long",
        "The activity tells both: imported, by Olivia Park, from Sam Ortiz",
        "│ in all                         ┆      3 ┆      2 ┆          3 ┆        – │",
        "Verified: the store is sound",
    ] {
        assert!(first.contains(expected), "{expected:?} is not in\n{first}");
    }
    assert_eq!(first, told("two"));
    let readme = concat!(env!("CARGO_MANIFEST_DIR"), "/../README.md");
    let readme = std::fs::read_to_string(readme).unwrap();
    let (_, excerpt) = readme.split_once("```text\n").unwrap();
    let (excerpt, _) = excerpt.split_once("```").unwrap();
    assert!(excerpt.lines().count() > 3);
    excerpt.lines().for_each(|line| assert!(first.contains(line), "{line:?}, in the README, is not in\n{first}"));
    let kept = folder.path().join("one/files").join(TITLE).join("stems").join(STEMS);
    assert_eq!(unpacked(&std::fs::read(kept).unwrap()).unwrap().len(), 2, "the folder stays");

    let mut out = Vec::new();
    let refused = run(&[folder.path().join("one").into_os_string()], &mut out).unwrap_err();
    assert!(refused.to_string().ends_with("is not empty: name a new folder"), "{refused}");
    assert!(out.is_empty());
}
