package dev.hearth.deployment.manager;

import dev.hearth.machine.FileTree;
import dev.hearth.machine.Machine;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import dev.hearth.machine.Reading;
import dev.hearth.machine.host.Account;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.Assertions;

/** A machine in a folder, with homelab (uid 1000), who lingers, and the scripted programs. */
record FixedMachine(Path root, ScriptedPrograms programs) {

  static FixedMachine in(Path root) {
    FixedMachine machine = new FixedMachine(root, new ScriptedPrograms());
    machine.folder("run/user/1000");
    return machine;
  }

  FixedMachine folder(String path) {
    try {
      Files.createDirectories(root.resolve(path));
      return this;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  FixedMachine file(String path, String text) {
    try {
      Path file = root.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
      return this;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  RealManagers managers(Privilege privilege) {
    return managers(1000, "homelab", privilege);
  }

  RealManagers ofRoot() {
    return managers(0, "root", Privilege.NONE);
  }

  private RealManagers managers(int uid, String name, Privilege privilege) {
    return new RealManagers(
        programs, () -> new Machine(FileTree.under(root)), account(uid, name), privilege);
  }

  Programs door(Privilege privilege) {
    return new Programs(
        programs, () -> new Machine(FileTree.under(root)), account(1000, "homelab"), privilege);
  }

  private static Account account(int uid, String name) {
    return new Account(
        Reading.known(uid),
        Reading.known(name),
        Reading.known("/home/" + name),
        Reading.unknown("not asked"),
        Reading.unknown("not asked"),
        Reading.unknown("not asked"),
        List.of());
  }

  /** The problem that a call ends with. */
  static Problem problem(Runnable call) {
    ProblemException thrown = Assertions.catchThrowableOfType(ProblemException.class, call::run);
    Assertions.assertThat(thrown).isNotNull();
    return thrown.problem();
  }

  /** What a real program printed. */
  static String printed(String name) {
    try (InputStream in = FixedMachine.class.getResourceAsStream(name)) {
      Assertions.assertThat(in).as(name).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
