package dev.hearth.bench;

import dev.hearth.bench.RecordingSession.Recorded;
import dev.hearth.inference.image.Picture;
import dev.hearth.inference.image.PictureDecoder;
import dev.hearth.inference.image.PictureDecoders;
import dev.hearth.inference.runtime.Session;
import dev.hearth.inference.tensor.MemoryPool;
import dev.hearth.inference.tensor.Workspace;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What no server over these models can be faster than: decoding each photo and running the models
 * on tensors that lie ready. No HTTP, no queue, no pre-processing, no post-processing.
 */
final class Floor implements AutoCloseable {
  private static final long IDLE_MEMORY = 48L << 20;

  private final Arena memory = Arena.ofShared();
  private final MemoryPool pool = new MemoryPool(IDLE_MEMORY);
  private final PictureDecoder decoder;
  private final FloorModels models;
  private final Photos photos;
  private final Map<BenchTask, List<List<Recorded>>> recorded = new EnumMap<>(BenchTask.class);

  /**
   * @param libraries where native libraries lie or are put, once
   */
  Floor(Path models, Path libraries, Photos photos) {
    this.decoder = PictureDecoders.best(libraries, PictureDecoders.MAX_PIXELS).decoder();
    this.models = new FloorModels(models, libraries);
    this.photos = photos;
  }

  /** Runs the task's pipeline once on each photo and keeps what its sessions were given. */
  void prepare(BenchTask task) {
    FloorModels.Opened opened = models.open(task);
    List<List<Recorded>> perPhoto = new ArrayList<>();
    for (Photos.Photo photo : photos.photos()) {
      List<Recorded> runs = new ArrayList<>();
      List<Session> sessions =
          opened.sessions().stream()
              .map(session -> (Session) new RecordingSession(session, memory, runs))
              .toList();
      try (Workspace workspace = pool.workspace()) {
        Picture picture = decoder.decode(ByteBuffer.wrap(photo.encoded()), workspace);
        opened.pipeline().run(picture, sessions, workspace);
      }
      perPhoto.add(List.copyOf(runs));
    }
    recorded.put(task, perPhoto);
  }

  /** How many runs the task's models make for all photos together. */
  int runs(BenchTask task) {
    return recorded.getOrDefault(task, List.of()).stream().mapToInt(List::size).sum();
  }

  /** The floor's work for a task that was prepared. */
  Work.Source work(BenchTask task) {
    List<List<Recorded>> perPhoto = recorded.getOrDefault(task, List.of());
    return () -> new Replay(perPhoto);
  }

  @Override
  public void close() {
    models.close();
    pool.trim();
    memory.close();
  }

  private final class Replay implements Work {
    private final List<List<Recorded>> perPhoto;
    private final List<ByteBuffer> files;

    private Replay(List<List<Recorded>> perPhoto) {
      this.perPhoto = perPhoto;
      this.files = photos.photos().stream().map(photo -> ByteBuffer.wrap(photo.encoded())).toList();
    }

    @Override
    public boolean once(int photo) {
      try (Workspace workspace = pool.workspace()) {
        decoder.decode(files.get(photo), workspace);
      }
      perPhoto.get(photo).forEach(Recorded::again);
      return true;
    }

    @Override
    public void close() {}
  }
}
