//! Scratch: prints the note of a file.
fn main() {
    for name in std::env::args().skip(1) {
        let bytes = std::fs::read(&name).unwrap();
        match yiju_evaluation::check_bytes(&name, &bytes, None, yiju_terms::Lang::Zh) {
            Ok(outcome) => println!(
                "{}",
                yiju_evaluation::checks::note::note(&outcome, yiju_terms::Lang::Zh)
            ),
            Err(why) => println!("{name}: {why:?}"),
        }
    }
}
