"""Assignments for adlearn, one folder each: notebook source, checks, settings, banks of answers."""
