/** JSON Lines: a context a line. */
@NullMarked
package dev.icp.formats.internal.format.jsonl;

import org.jspecify.annotations.NullMarked;
