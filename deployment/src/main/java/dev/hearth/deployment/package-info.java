/** One transaction over a plan: files, managers, journal, backups. */
@NullMarked
package dev.hearth.deployment;

import org.jspecify.annotations.NullMarked;
