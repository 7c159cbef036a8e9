//! Writes a workload: `workload seed|mixed|code|pictures|plain CARDS FILES FOLDER`.

use std::path::Path;

use benches::{PICTURES, SHAPES, documents, picture};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [name, cards, files, folder] = arguments.as_slice() else {
        panic!("workload SHAPE CARDS FILES FOLDER");
    };
    let number = |text: &str| text.parse().expect("a number");
    let (_, shape) = SHAPES.into_iter().find(|(other, _)| other == name).expect("a shape that is known");
    let folder = Path::new(folder);
    let pictures = folder.join("pictures");
    std::fs::create_dir_all(&pictures).expect("a folder that can be made");
    for (at, text) in documents(shape, number(cards), number(files)).enumerate() {
        std::fs::write(folder.join(format!("{at:05}.md")), text).expect("a file that can be written");
    }
    if name == "pictures" {
        for at in 0..PICTURES {
            std::fs::write(pictures.join(format!("{at}.svg")), picture(at))
                .expect("a file that can be written");
        }
    } else {
        std::fs::remove_dir(&pictures).expect("an empty folder");
    }
}
