/** What the commands tell: values into lines for people and into JSON for scripts. */
@NullMarked
package dev.hearth.cli.report;

import org.jspecify.annotations.NullMarked;
