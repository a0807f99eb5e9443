//! Archives: stems in one ZIP, and the session of a music program, which is a ZIP of XML too.

use std::io::{Cursor, Read, Write};

use zip::result::ZipResult;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// Packs files, by name and content, into a ZIP.
///
/// # Errors
/// Where two have one name, or it would be larger than a ZIP can be.
pub(crate) fn packed(files: &[(&str, Vec<u8>)]) -> ZipResult<Vec<u8>> {
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        writer.start_file(*name, options)?;
        writer.write_all(content)?;
    }
    Ok(writer.finish()?.into_inner())
}

/// Unpacks a ZIP, and checks what is in it against its checksums.
///
/// # Errors
/// Where it is none, or is damaged.
pub(crate) fn unpacked(archive: &[u8]) -> ZipResult<Vec<(String, Vec<u8>)>> {
    let mut archive = ZipArchive::new(Cursor::new(archive))?;
    let mut files = Vec::with_capacity(archive.len());
    for at in 0..archive.len() {
        let mut file = archive.by_index(at)?;
        let mut content = Vec::new();
        file.read_to_end(&mut content)?;
        files.push((file.name().to_owned(), content));
    }
    Ok(files)
}

/// Makes a session with some tracks, as the format DAWproject has it: music programs of several makers open it.
///
/// # Errors
/// As [`packed`].
pub(crate) fn session(title: &str, tracks: &[&str]) -> ZipResult<Vec<u8>> {
    let tracks = (1..).zip(tracks).map(|(id, name): (u32, _)| {
        format!(
            "    <Track contentType=\"audio\" id=\"track{id}\" name=\"{name}\"><Channel role=\"regular\"/></Track>\n"
        )
    });
    let project = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Project version=\"1.0\">\n  \
         <Application name=\"Listening party\" version=\"1.0\"/>\n  \
         <Transport><Tempo unit=\"bpm\" value=\"92\"/><TimeSignature numerator=\"4\" denominator=\"4\"/></Transport>\n  \
         <Structure>\n{}  </Structure>\n</Project>\n",
        tracks.collect::<String>()
    );
    let about = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<MetaData><Title>{title}</Title></MetaData>\n");
    packed(&[("project.xml", project.into_bytes()), ("metadata.xml", about.into_bytes())])
}
