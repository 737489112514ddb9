/** Formats of contexts. Each has a package below this one, with its writer and its reader. */
@NullMarked
package dev.icp.formats.internal.format;

import org.jspecify.annotations.NullMarked;
