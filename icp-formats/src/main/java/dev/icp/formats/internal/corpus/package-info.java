/** Input: files, folders and streams to documents. */
@NullMarked
package dev.icp.formats.internal.corpus;

import org.jspecify.annotations.NullMarked;
