package dev.hearth.machine.survey;

import dev.hearth.machine.Machine;
import dev.hearth.machine.host.Account;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A service that somebody set up on this machine, as far as files tell: Quadlets and native
 * programs. What Compose runs is only known to Docker.
 *
 * @param path the Quadlet or the program
 * @param image the image a Quadlet names; empty for a program
 */
public record InstalledService(String path, Optional<String> image) {
  private static final String QUADLET = ".container";
  private static final String IMAGE = "Image=";

  /** The Quadlets of the system and of this user. */
  public static List<InstalledService> quadlets(Machine machine, Account account) {
    List<String> folders = new ArrayList<>(List.of("/etc/containers/systemd"));
    account
        .home()
        .asOptional()
        .ifPresent(home -> folders.add(home + "/.config/containers/systemd"));
    List<InstalledService> found = new ArrayList<>();
    for (String folder : folders) {
      for (String name : machine.namesOrNone(folder)) {
        if (name.endsWith(QUADLET)) {
          found.add(quadlet(machine, folder + "/" + name));
        }
      }
    }
    return List.copyOf(found);
  }

  private static InstalledService quadlet(Machine machine, String path) {
    Optional<String> image =
        machine.lines(path).orElse(List.of()).stream()
            .map(String::strip)
            .filter(line -> line.startsWith(IMAGE))
            .map(line -> line.substring(IMAGE.length()).strip())
            .findFirst();
    return new InstalledService(path, image);
  }

  /** A program of that name. */
  public static Optional<InstalledService> program(Machine machine, String name) {
    return machine.program(name).map(path -> new InstalledService(path, Optional.empty()));
  }

  /** Whether its image is of a repository, whatever the tag or digest. */
  public boolean runs(String repository) {
    return image
        .filter(named ->
            named.equals(repository)
                || named.startsWith(repository + ":")
                || named.startsWith(repository + "@"))
        .isPresent();
  }
}
