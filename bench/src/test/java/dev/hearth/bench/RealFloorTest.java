package dev.hearth.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The floor over the real models: what it replays is what the pipelines ran. */
class RealFloorTest {
  @TempDir Path libraries;

  @Test
  void replaysDetectionOfEveryPhotoAndRecognitionWhereFacesWereFound() {
    Path shared = shared();
    Photos photos = Photos.read(shared.resolve("photos/preview"), 2);

    try (Floor floor = new Floor(shared.resolve("models"), libraries, photos)) {
      floor.prepare(BenchTask.FACES);

      // One face in astronaut.jpg, none in camera.jpg: three runs.
      assertThat(photos.names()).containsExactly("astronaut.jpg", "camera.jpg");
      assertThat(floor.runs(BenchTask.FACES)).isEqualTo(3);
      Load.Done done =
          Load.run(2, new Bounds(2, Duration.ofMinutes(1)), 2, floor.work(BenchTask.FACES));
      assertThat(done.failures()).isZero();
      assertThat(done.nanos()).hasSize(2);
    }
  }

  private static Path shared() {
    Optional<Path> found = Optional.empty();
    Path place = Path.of(System.getProperty("hearth.root", "")).toAbsolutePath();
    for (Path up = place; up != null && found.isEmpty(); up = up.getParent()) {
      found = Optional.of(up.resolve("shared")).filter(f -> Files.isDirectory(f.resolve("models")));
    }
    assumeTrue(found.isPresent(), "shared models are not beside this checkout");
    return found.orElseThrow();
  }
}
