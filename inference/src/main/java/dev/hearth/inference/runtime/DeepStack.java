package dev.hearth.inference.runtime;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * Threads for native code that recurses deeply. The Vulkan runtime's shader compiler walks its
 * trees by recursion: on a stack of 1 MiB, the JVM's default, it ended the process without a word.
 * Memory is only taken for what is used of the stack.
 */
public final class DeepStack {
  /** Twice what the first thread of a native program has. */
  private static final long BYTES = 16L << 20;

  private DeepStack() {}

  /** A daemon thread of the platform with a deep stack. */
  public static Thread.Builder.OfPlatform named(String name) {
    return Thread.ofPlatform().daemon().stackSize(BYTES).name(name);
  }

  /** Runs the work on such a thread and waits for it; what it throws is thrown here. */
  public static <T> T call(String name, Supplier<T> work) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    named(name)
        .start(() -> {
          try {
            answer.complete(work.get());
          } catch (Throwable failed) {
            answer.completeExceptionally(failed);
          }
        });
    try {
      return answer.join();
    } catch (CompletionException failed) {
      throw switch (failed.getCause()) {
        case RuntimeException known -> known;
        case Error error -> throw error;
        case null, default -> failed;
      };
    }
  }
}
