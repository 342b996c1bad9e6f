package dev.hearth.testhost;

/** Everything that a folder of a test host holds, as text that differs when anything does. */
final class TreeHash {
  private TreeHash() {}

  /** One line a file: path, kind, mode, owner, then its hash or where it points. */
  static String of(TestHost host, String folder) {
    return host.rootScript(
            """
            cd '%s' || exit 0
            find . -printf '%%P %%y %%m %%U:%%G %%l\\n' | sort
            find . -type f -print0 | sort -z | xargs -0 -r sha256sum
            """
                .formatted(folder))
        .good();
  }
}
