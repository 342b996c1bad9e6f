package dev.hearth.server.api;

/** What a server is told of the machine it runs on. */
public record Surroundings(Samples samples, Reports reports) {
  /** Where it is told nothing. */
  public static Surroundings none() {
    return new Surroundings(Samples.none(), Reports.none());
  }
}
