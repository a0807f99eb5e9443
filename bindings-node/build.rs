//! Links the native half as Node wants it.

#[expect(clippy::disallowed_methods, reason = "cargo tells build scripts through the environment what they build for")]
fn main() {
    napi_build::setup();
    // Threads of the library live on when the worker that loaded it ends: it stays where it is as long as the process.
    if std::env::var("CARGO_CFG_TARGET_OS").is_ok_and(|system| system == "linux") {
        println!("cargo::rustc-cdylib-link-arg=-Wl,-z,nodelete");
    }
}
