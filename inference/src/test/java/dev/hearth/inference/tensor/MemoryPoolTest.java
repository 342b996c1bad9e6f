package dev.hearth.inference.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MemoryPoolTest {
  private final MemoryPool pool = new MemoryPool(1 << 20);

  @Test
  void aBlockGivenBackIsUsedAgain() {
    MemorySegment first;
    try (Workspace workspace = pool.workspace()) {
      first = workspace.bytes(100_000);
    }
    try (Workspace workspace = pool.workspace()) {
      assertThat(workspace.bytes(99_000).address()).isEqualTo(first.address());
    }
  }

  @Test
  void twoRequestsNeverShareABlock() {
    try (Workspace one = pool.workspace();
        Workspace other = pool.workspace()) {
      assertThat(one.bytes(5000).address()).isNotEqualTo(other.bytes(5000).address());
    }
  }

  @Test
  void whatExceedsTheIdleLimitIsFreed() {
    MemorySegment large;
    try (Workspace workspace = pool.workspace()) {
      large = workspace.bytes(2 << 20);
    }
    assertThat(pool.idleBytes()).isZero();
    assertThatThrownBy(() -> large.get(java.lang.foreign.ValueLayout.JAVA_BYTE, 0))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void trimFreesIdleBlocksOnly() {
    try (Workspace workspace = pool.workspace()) {
      workspace.bytes(8192);
      pool.workspace().close();
      pool.trim();
      assertThat(workspace.floats(Shape.of(2, 3)).data().limit()).isEqualTo(6);
    }
    assertThat(pool.idleBytes()).isEqualTo(8192 + 4096);
  }

  @Test
  void closingTwiceReleasesOnce() {
    AtomicInteger released = new AtomicInteger();
    Workspace workspace = pool.workspace();
    workspace.onClose(released::incrementAndGet);
    workspace.close();
    workspace.close();
    assertThat(released).hasValue(1);
  }

  @Test
  void blockSizesWasteLessThanAHalf() {
    for (long size = 1; size < 1 << 24; size = size * 5 / 4 + 1) {
      assertThat(MemoryPool.roundUp(size)).isGreaterThanOrEqualTo(size);
      if (size > 4096) {
        assertThat(MemoryPool.roundUp(size)).isLessThan(size * 3 / 2 + 1);
      }
    }
  }
}
