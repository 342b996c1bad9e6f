package dev.hearth.planning.doctor;

import dev.hearth.machine.DiskSpace;
import dev.hearth.machine.Reading;
import dev.hearth.machine.host.Disks;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The free room where an image could go.
 *
 * @param known of how many places it is known
 * @param enough how many of them have enough
 * @param most the free bytes of the roomiest place
 * @param evidence each place in words
 */
record Room(int known, int enough, Optional<Long> most, String evidence) {
  static Room of(List<Disks.Place> places, long wanted) {
    List<String> evidence = new ArrayList<>();
    int known = 0;
    int enough = 0;
    long most = 0;
    for (Disks.Place place : places) {
      switch (place.space()) {
        case Reading.Known<DiskSpace>(DiskSpace space) -> {
          known++;
          enough += space.freeBytes() >= wanted ? 1 : 0;
          most = Math.max(most, space.freeBytes());
          evidence.add(place.path() + ": " + Evidence.gibibytes(space.freeBytes()) + " free");
        }
        case Reading.Unknown<DiskSpace>(String reason) ->
            evidence.add(place.path() + ": " + reason);
      }
    }
    if (places.isEmpty()) {
      evidence.add("no disk is known to hold images");
    }
    return new Room(
        known,
        enough,
        known == 0 ? Optional.empty() : Optional.of(most),
        String.join("; ", evidence));
  }
}
