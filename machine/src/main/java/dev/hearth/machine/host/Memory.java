package dev.hearth.machine.host;

import dev.hearth.machine.Reading;

/**
 * RAM in bytes. Source: /proc/meminfo.
 *
 * @param total all that the kernel manages; what an integrated GPU carved out is missing
 * @param available what could be had without swapping
 * @param swap all swap space
 */
public record Memory(Reading<Long> total, Reading<Long> available, Reading<Long> swap) {}
