"""Numbers that differ from student to student: declared by a pack, drawn, put in, asked for."""
