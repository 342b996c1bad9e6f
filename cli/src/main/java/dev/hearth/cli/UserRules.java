package dev.hearth.cli;

import dev.hearth.evidence.diagnosis.RuleBook;

/** The rules of this program, and those that a person wrote: diagnosis/*.yaml. */
final class UserRules {
  private UserRules() {}

  static RuleBook book(Places places) {
    UserFiles files =
        new UserFiles(places.configuration().resolve("diagnosis"), "docs/diagnose.md");
    return RuleBook.load().with(files.read(RuleBook::parse));
  }
}
