/** Model files on disk: layout, download, checksum, locks. */
@NullMarked
package dev.hearth.inference.store;

import org.jspecify.annotations.NullMarked;
