/** What witnesses say, and the rule that makes one verdict of it. Pure. */
@NullMarked
package dev.hearth.evidence.verdict;

import org.jspecify.annotations.NullMarked;
