//! Writes the Swift of a library that uniffi is in: uniffi's own program, which a package has to build for itself.

fn main() {
    uniffi::uniffi_bindgen_swift();
}
