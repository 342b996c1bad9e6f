package dev.hearth.machine;

/**
 * Room on the disk that holds a path.
 *
 * @param freeBytes what an ordinary user may still write
 * @param totalBytes the whole of it
 */
public record DiskSpace(long freeBytes, long totalBytes) {}
