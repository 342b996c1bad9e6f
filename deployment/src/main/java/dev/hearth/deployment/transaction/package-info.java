/** One deployment: journal, backup, steps, roll-back. The only writer of files. */
@NullMarked
package dev.hearth.deployment.transaction;

import org.jspecify.annotations.NullMarked;
