//! A sheet as large as one likes, and the same for the same size: to see how the load bears it.
//!
//! Every thousand lines are one artist: an album, nine people with access to it, and 99 tracks with an owner and nine credits each, whose shares come to 100.

use std::io::{self, Write};

/// How many people the credits are divided among.
const WRITERS: u64 = 2_000;

const GIVEN: [&str; 8] = ["Åsa", "Bruno", "Chloé", "Dae-jung", "Édith", "Femi", "Grażyna", "Haruto"];

/// Writes a sheet of so many lines below the column names.
///
/// # Errors
/// Where it cannot be written.
pub(crate) fn write(sheet: &mut impl Write, lines: u64) -> io::Result<()> {
    writeln!(sheet, "group,track,person,email,role,access,master,publishing,writer")?;
    for line in 0..lines {
        let (artist, place) = (line / 1_000, line % 1_000);
        let (track, seat) = (place / 10, place % 10);
        let album = format!("Album {artist:05}");
        match (track, seat) {
            (0, 0) => writeln!(sheet, "{album},,{},,owner,,,", person("Artist", artist))?,
            (0, seat) => {
                let access = if seat == 1 { "full" } else { "viewer" };
                writeln!(sheet, "{album},,{},,{access},,,", person("Label", artist * 9 + seat))?;
            }
            (track, 0) => {
                writeln!(sheet, "{album},Track {track:02},{},,owner,28,37,10", person("Artist", artist))?;
            }
            (track, seat) => {
                // Nine in a row of the ring of writers, so that nobody is twice on a track.
                let writer = person("Writer", (line / 10 * 9 + seat) % WRITERS);
                let access = if seat % 3 == 0 { "viewer" } else { "editor" };
                writeln!(sheet, "{album},Track {track:02},{writer},writer,{access},8.00,7,10")?;
            }
        }
    }
    Ok(())
}

/// Returns the cells of name and email.
fn person(kind: &str, number: u64) -> String {
    let given = GIVEN.iter().cycle().nth(usize::try_from(number % 8).unwrap_or_default()).unwrap_or(&"Zoë");
    format!("{given} {kind}-{number:05},{}{number:05}@example.com", kind.to_lowercase())
}
