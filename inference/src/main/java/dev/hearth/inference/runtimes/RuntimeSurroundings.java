package dev.hearth.inference.runtimes;

import dev.hearth.inference.store.FreeSpace;
import dev.hearth.machine.CommandRunner;
import dev.hearth.machine.FileTree;
import dev.hearth.machine.Machine;
import java.time.InstantSource;

/**
 * What a runtime store meets outside its folder.
 *
 * @param programs runs npm and Maven
 * @param machine whose libraries the dynamic loader finds
 * @param libraryPath the value of LD_LIBRARY_PATH; blank where it is not set
 * @param space of the disk
 * @param clock for the date in the manifest
 */
public record RuntimeSurroundings(
    CommandRunner programs,
    Machine machine,
    String libraryPath,
    FreeSpace space,
    InstantSource clock) {

  /** Those of the computer this runs on. */
  public static RuntimeSurroundings live(CommandRunner programs, String libraryPath) {
    return new RuntimeSurroundings(
        programs,
        new Machine(FileTree.live(programs)),
        libraryPath,
        FreeSpace.OF_DISK,
        InstantSource.system());
  }
}
