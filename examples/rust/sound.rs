//! Sound: short tones as WAV files.

use std::io::Cursor;

use hound::{SampleFormat, WavSpec, WavWriter};

/// Samples in a second.
const RATE: u32 = 44_100;

/// Samples in a note: a quarter of a second.
const NOTE: u32 = RATE / 4;

/// Makes a mono WAV of 16 bits in which notes, given in hertz, sound one after the other.
///
/// # Errors
/// Where it would be larger than such a file can be.
pub(crate) fn wav(notes: &[u32]) -> Result<Vec<u8>, hound::Error> {
    let spec = WavSpec { channels: 1, sample_rate: RATE, bits_per_sample: 16, sample_format: SampleFormat::Int };
    let mut file = Cursor::new(Vec::new());
    let mut writer = WavWriter::new(&mut file, spec)?;
    for pitch in notes {
        for at in 0..NOTE {
            writer.write_sample(sample(*pitch, at))?;
        }
    }
    writer.finalize()?;
    Ok(file.into_inner())
}

/// Returns one sample of a note that fades: arcs of parabolas, which come near to a sine without any floating point.
fn sample(pitch: u32, at: u32) -> i16 {
    let turn = i64::from(pitch) * i64::from(at) * 65_536 / i64::from(RATE) % 65_536;
    let arc = turn % 32_768;
    let height = arc * (32_768 - arc) / 16_384;
    let faded = height * i64::from(NOTE - at) / i64::from(NOTE);
    i16::try_from(if turn < 32_768 { faded } else { -faded }).unwrap_or_default()
}
