/** What the laboratory promises: its files, its figures, its words. */
@NullMarked
package dev.hearth.bench.lab;

import org.jspecify.annotations.NullMarked;
