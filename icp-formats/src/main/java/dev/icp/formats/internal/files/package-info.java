/** Files that get their names when they are complete, folders kept for one run, small JSON. */
@NullMarked
package dev.icp.formats.internal.files;

import org.jspecify.annotations.NullMarked;
