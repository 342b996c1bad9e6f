package dev.hearth.machine;

/** What a program left behind: its exit code and both texts, each cut at the output limit. */
public record Finished(int exitCode, String stdout, String stderr) {
  public boolean succeeded() {
    return exitCode == 0;
  }
}
