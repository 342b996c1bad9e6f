package dev.hearth.machine;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** A fact of the machine: known, or unknown with the reason. Never 0 for absent. */
public sealed interface Reading<T> {

  /** The fact was read. */
  record Known<T>(T value) implements Reading<T> {}

  /** The fact could not be read; the reason names the file, for example "/sys/… does not exist". */
  record Unknown<T>(String reason) implements Reading<T> {}

  static <T> Reading<T> known(T value) {
    return new Known<>(value);
  }

  static <T> Reading<T> unknown(String reason) {
    return new Unknown<>(reason);
  }

  default Optional<T> asOptional() {
    return switch (this) {
      case Known<T>(T value) -> Optional.of(value);
      case Unknown<T> _ -> Optional.empty();
    };
  }

  default <U> Reading<U> map(Function<? super T, ? extends U> function) {
    return switch (this) {
      case Known<T>(T value) -> new Known<>(function.apply(value));
      case Unknown<T>(String reason) -> new Unknown<>(reason);
    };
  }

  default <U> Reading<U> flatMap(Function<? super T, Reading<U>> function) {
    return switch (this) {
      case Known<T>(T value) -> function.apply(value);
      case Unknown<T>(String reason) -> new Unknown<>(reason);
    };
  }

  /** The value, or another where it is unknown. */
  default T orElse(T other) {
    return switch (this) {
      case Known<T>(T value) -> value;
      case Unknown<T> _ -> other;
    };
  }

  /** This reading, or what another source says where this one is unknown. */
  default Reading<T> or(Supplier<Reading<T>> other) {
    return switch (this) {
      case Known<T> _ -> this;
      case Unknown<T> _ -> other.get();
    };
  }
}
