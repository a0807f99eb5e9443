use super::tell;

#[test]
fn the_story_holds_and_is_told_the_same_each_time() {
    let told = || {
        let mut out = Vec::new();
        tell(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    };
    let once = told();
    assert!(once.contains("no copy either"));
    assert_eq!(once, told());
}
