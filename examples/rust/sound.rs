//! Sound: short tones as WAV files, and what WAV files say of themselves.

use std::io::Cursor;

use hound::{SampleFormat, WavReader, WavSpec, WavWriter};

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

/// What the first bytes of a WAV file say of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Header {
    /// Mono or stereo.
    pub(crate) channels: u16,
    /// Bits of a sample.
    pub(crate) bits: u16,
    /// Samples in a second.
    pub(crate) rate: u32,
    /// How long it plays, in milliseconds.
    pub(crate) length_ms: u64,
}

/// Reads the header of a WAV file, of which no more than the beginning need be there.
///
/// # Errors
/// Where it is none.
pub(crate) fn header(beginning: &[u8]) -> Result<Header, hound::Error> {
    let reader = WavReader::new(beginning)?;
    let WavSpec { channels, sample_rate: rate, bits_per_sample: bits, .. } = reader.spec();
    let length_ms = u64::from(reader.duration()) * 1_000 / u64::from(rate.max(1));
    Ok(Header { channels, bits, rate, length_ms })
}

/// Reads a WAV file to its end, and returns whether anything can be heard in it.
///
/// # Errors
/// Where it is none, or is cut off.
pub(crate) fn is_audible(file: &[u8]) -> Result<bool, hound::Error> {
    let samples = WavReader::new(file)?.into_samples::<i16>();
    let loudest =
        samples.map(|sample| sample.map(i16::unsigned_abs)).try_fold(0, |most, sample| sample.map(|it| it.max(most)));
    Ok(loudest? > 1_000)
}
