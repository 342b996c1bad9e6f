package dev.hearth.server.api;

import java.util.List;
import java.util.Optional;

/** What was found out beside the engine: prerequisites, and other services on this machine. */
public interface Reports {
  /** What a doctor says of this machine; may take seconds. */
  List<Finding> findings();

  /** Services of this machine, and whether they compute on the accelerator. */
  List<ServiceVerdict> services();

  /** Where nobody looks. */
  static Reports none() {
    return new Reports() {
      @Override
      public List<Finding> findings() {
        return List.of();
      }

      @Override
      public List<ServiceVerdict> services() {
        return List.of();
      }
    };
  }

  /**
   * The answer to one prerequisite.
   *
   * @param id stable over releases
   * @param status pass, warn, fail or skip
   * @param about backend or accelerator; empty where it concerns all
   * @param what in one sentence
   * @param remedy what to type; empty where nothing is to be done
   */
  record Finding(
      String id, String status, String about, String what, String evidence, String remedy) {}

  /**
   * One service.
   *
   * @param name of the service
   * @param verdict {@code ACCELERATED}, {@code ON_CPU}, {@code UNPROVEN}; {@code UNVERIFIED} where
   *     nobody looked
   * @param why in one sentence
   * @param at when that was seen, as ISO 8601
   */
  record ServiceVerdict(String name, String verdict, String why, Optional<String> at) {}
}
