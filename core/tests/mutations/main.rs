//! Every rule of the domain is broken here on purpose, one line at a time, to see that a step of a scenario notices.
//!
//! `mutations.json` holds the mutations, at least one for each rule of what this version keeps.
//! Quickly, always: they still fit the source. At length, with `COWRITE_MUTATIONS=1` (`make soak` sets it): each one turns a step red that cites its rule.

#[cfg(test)]
mod catalogue;
#[cfg(test)]
mod workspace;

#[cfg(test)]
mod tests {
    use super::catalogue::{Mutation, faults, mutations};
    use super::workspace::{Played, Workspace, source};

    /// What the long run is asked for: nothing, `1` for every mutation, or rules separated by commas.
    #[expect(
        clippy::disallowed_methods,
        reason = "the library takes no configuration from the environment; its tests may"
    )]
    fn asked() -> Option<String> {
        std::env::var("COWRITE_MUTATIONS").ok().filter(|asked| !asked.is_empty() && asked != "0")
    }

    /// What is wrong with how a mutation was met, if anything: it must turn a step red that cites its rule.
    fn survival(mutation: &Mutation, played: &Result<Played, String>) -> Option<String> {
        let found = match played {
            Err(said) => format!("does not compile:\n{said}"),
            Ok(played) if played.cites(&mutation.rule) => return None,
            Ok(played) if played.is_green() => "turns nothing red".to_owned(),
            Ok(played) => format!("turns red only what does not cite the rule: {}", played.shown()),
        };
        let Mutation { rule, file, find, .. } = mutation;
        Some(format!("{rule}: `{find}` in {file} {found}"))
    }

    #[test]
    fn every_mutation_turns_a_step_red_that_cites_its_rule() {
        let mutations = mutations();
        assert_eq!(faults(&mutations, source), Vec::<String>::new());
        let Some(asked) = asked() else { return };
        let chosen: Vec<_> =
            mutations.iter().filter(|one| asked == "1" || asked.split(',').any(|rule| rule == one.rule)).collect();
        assert!(!chosen.is_empty(), "no mutation is of rule {asked}");
        let workspace = Workspace::copied();
        let unmutated = workspace.play().expect("the unmutated copy compiles");
        assert!(unmutated.is_green(), "the unmutated copy is red: {}", unmutated.shown());
        let survived: Vec<String> =
            chosen.iter().filter_map(|mutation| survival(mutation, &workspace.play_mutated(mutation))).collect();
        println!("mutations: {} killed, {} survived", chosen.len() - survived.len(), survived.len());
        assert!(survived.is_empty(), "{}", survived.join("\n"));
    }

    #[test]
    fn a_mutation_that_survives_is_found() {
        let mutation = &mutations()[0];
        let played = |lines: &str| Ok(Played::parse(lines));
        let cited = format!("{{\"rules\":[\"GRP-99\",\"{}\"]}}\n{{\"played\":2}}\n", mutation.rule);
        assert_eq!(survival(mutation, &played(&cited)), None);
        let says = |lines: &str, part: &str| survival(mutation, &played(lines)).is_some_and(|said| said.contains(part));
        assert!(says("{\"played\":2}\n", "turns nothing red"));
        assert!(says("{\"rules\":[\"GRP-99\"]}\n{\"played\":2}\n", "GRP-99"));
        assert!(says("", "did not play to the end"));
        assert!(survival(mutation, &Err("error[E0308]".to_owned())).is_some_and(|said| said.contains("E0308")));
    }
}
