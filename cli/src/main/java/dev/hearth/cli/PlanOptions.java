package dev.hearth.cli;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What is planned, and for which machine: the same options for plan and render. */
final class PlanOptions {
  @Mixin RootOption root = new RootOption();
  @Mixin WishOptions wishes = new WishOptions();

  @Parameters(
      paramLabel = "SERVICE",
      completionCandidates = ServiceNaming.Names.class,
      description = "immich-ml, ollama, finbert, hearth, or one of your own.")
  @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
  String service;
}
