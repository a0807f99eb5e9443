//! What WAV files say of themselves, and whether they can be heard.

use hound::{WavReader, WavSpec};

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
