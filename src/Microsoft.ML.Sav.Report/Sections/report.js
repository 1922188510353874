const save = document.getElementById("save");
save.addEventListener("click", () => {
  const page = new Blob(["<!DOCTYPE html>\n" + document.documentElement.outerHTML], { type: "text/html" });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(page);
  link.download = decodeURIComponent(location.pathname.split("/").pop()) || "report.html";
  link.click();
  URL.revokeObjectURL(link.href);
});
