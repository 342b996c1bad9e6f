package dev.hearth.inference.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.inference.device.Device;
import dev.hearth.inference.device.Provider;
import dev.hearth.inference.engine.Blueprint.Part;
import dev.hearth.inference.engine.Blueprint.Rows;
import dev.hearth.inference.runtime.Lanes;
import dev.hearth.inference.runtime.OwnedSession;
import dev.hearth.inference.tensor.Shape;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WarmUpTest {
  private static final Device GPU = ScriptedRuntime.gpu();

  private final ScriptedRuntime runtime = new ScriptedRuntime();
  private Optional<OwnedSession> open = Optional.empty();

  @AfterEach
  void close() {
    open.ifPresent(OwnedSession::close);
  }

  @Test
  void usualSizesComeFirstAndRareOnesLater() {
    WarmUp warmUp = WarmUp.of(part(8), session(GPU), GPU, 1);

    assertThat(warmUp.common()).extracting(WarmUp.Run::what).first().isEqualTo("[[1, 4]]");
    assertThat(warmUp.common()).hasSize(4);
    assertThat(warmUp.rare()).hasSize(4);
    warmUp.common().forEach(run -> run.work().run());
    assertThat(runtime.seen).extracting(shape -> shape.axis(0)).containsExactly(1, 2, 3, 4);
  }

  @Test
  void moreRowsThanARequestBringsOrPayAreNeverRun() {
    assertThat(WarmUp.of(part(2), session(GPU), GPU, 1).common()).hasSize(2);
    assertThat(WarmUp.of(part(1), session(GPU), GPU, 3).common()).hasSize(3);
  }

  @Test
  void aProcessorNeedsNone() {
    assertThat(WarmUp.of(part(8), session(Device.CPU), Device.CPU, 1)).isEqualTo(WarmUp.NOTHING);
  }

  @Test
  void aProcessorThatPlaysAGpuIsNotKeptBusy() {
    Device llvmpipe = new Device(Provider.VULKAN, 0, "llvmpipe", Optional.empty(), true);
    assertThat(WarmUp.of(part(8), session(llvmpipe), llvmpipe, 1)).isEqualTo(WarmUp.NOTHING);
  }

  @Test
  void readinessWaitsForCommonSizesOnly() throws Exception {
    CountDownLatch common = new CountDownLatch(1);
    CountDownLatch rare = new CountDownLatch(1);
    WarmUp warmUp = new WarmUp(List.of(waitingFor(common)), List.of(waitingFor(rare)));
    try (WarmingUp warming = new WarmingUp()) {
      CompletableFuture<Void> warm =
          warming.after(ScriptedModel.KEY, CompletableFuture.completedFuture(loaded(warmUp)));
      assertThat(warm).isNotDone();
      common.countDown();
      warm.get();
    }
    rare.countDown();
  }

  @Test
  void aSizeThatFailsDoesNotFailTheModel() throws Exception {
    WarmUp.Run failing =
        new WarmUp.Run(
            "[9]",
            () -> {
              throw new IllegalStateException("no memory");
            });
    try (WarmingUp warming = new WarmingUp()) {
      Loaded loaded = loaded(new WarmUp(List.of(failing), List.of()));
      warming.after(ScriptedModel.KEY, CompletableFuture.completedFuture(loaded)).get();
    }
  }

  private static Loaded loaded(WarmUp warmUp) {
    LoadedParts parts =
        new LoadedParts.TextFinder(new dev.hearth.inference.ocr.TextDetector(), List.of());
    return new Loaded(parts, List.of(GPU), Optional.empty(), Optional.empty(), warmUp);
  }

  private static WarmUp.Run waitingFor(CountDownLatch latch) {
    return new WarmUp.Run(
        "a size",
        () -> {
          try {
            latch.await();
          } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
          }
        });
  }

  /** A file of which requests bring one to eight rows. */
  private static Part part(int ofOneRequest) {
    return new Part(
        Path.of(""),
        Set.of(),
        AnswersRule.ANY,
        new Rows(ofOneRequest, true),
        _ -> IntStream.rangeClosed(1, 8).mapToObj(rows -> Map.of("x", Shape.of(rows, 4))).toList());
  }

  private OwnedSession session(Device device) {
    close();
    OwnedSession session =
        new OwnedSession(
            "test",
            runtime.open(Path.of(""), Set.of(), device),
            () -> runtime.open(Path.of(""), Set.of(), device),
            new Lanes(1, 8, 1));
    open = Optional.of(session);
    return session;
  }
}
