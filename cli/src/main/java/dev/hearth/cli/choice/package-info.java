/** Which devices compute, decided from what was asked for and what there is; touches no file. */
@NullMarked
package dev.hearth.cli.choice;

import org.jspecify.annotations.NullMarked;
