/** All there is to know of one computer, put together. */
@NullMarked
package dev.hearth.machine.survey;

import org.jspecify.annotations.NullMarked;
