#[test] fn show() {
  let bytes = std::fs::read("/work/shared/seed/self-evaluation-2023.txt").unwrap();
  let t = std::time::Instant::now();
  let o = yiju_evaluation::check_bytes("seed", &bytes, None, yiju_terms::Lang::Zh).unwrap();
  println!("{:?}", t.elapsed());
  println!("{}", yiju_evaluation::checks::note::note(&o, yiju_terms::Lang::Zh));
}
