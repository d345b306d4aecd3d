//! Lets the extension module find libduckdb beside itself, wherever the package is installed.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    match std::env::var("CARGO_CFG_TARGET_OS").as_deref() {
        Ok("macos") => {
            println!("cargo::rustc-link-arg-cdylib=-Wl,-rpath,@loader_path");
            // Python itself brings these symbols; no libpython is linked.
            println!("cargo::rustc-link-arg-cdylib=-undefined");
            println!("cargo::rustc-link-arg-cdylib=dynamic_lookup");
        }
        // Windows looks beside the module by itself.
        Ok("windows") => {}
        _ => println!("cargo::rustc-link-arg-cdylib=-Wl,-rpath,$ORIGIN"),
    }
}
